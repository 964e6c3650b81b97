import { describeCleanedUp } from './describe/describe-cleaned-up.ts';
import { describeConfig, describeConfigChanged } from './describe/describe-config.ts';
import { describeCost } from './describe/describe-cost.ts';
import { describeDiff } from './describe/describe-diff.ts';
import { describeDispatched } from './describe/describe-dispatched.ts';
import { describeDoctor } from './describe/describe-doctor.ts';
import { describeHistory } from './describe/describe-history.ts';
import { describeLogs } from './describe/describe-logs.ts';
import { describeOutbox, describeReplayed } from './describe/describe-outbox.ts';
import { describePaused, describePauses, describeResumed } from './describe/describe-pauses.ts';
import {
  describeCancelled,
  describeMoved,
  describePrioritized,
  describeQueue,
  describeRetried,
} from './describe/describe-queue.ts';
import { describeDecided, describeRemoved, describeRepositories } from './describe/describe-repositories.ts';
import {
  describeAnsweredSession,
  describeExport,
  describeInstances,
  describeMessages,
  describePermissions,
  describePermitted,
  describeQuestions,
  describeSession,
  describeSessionStatus,
  describeSessions,
  describeSynced,
} from './describe/describe-sessions.ts';
import { describeStatus } from './describe/describe-status.ts';
import {
  describeAnswered,
  describeChosen,
  describeGranted,
  describeShown,
} from './describe/describe-steered.ts';
import { describeTasks } from './describe/describe-tasks.ts';
import { offer, type Tool } from './tool.ts';

/** Every tool, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [
  { name: 'commander_status', offer: offer('status', describeStatus) },
  { name: 'commander_dispatch', offer: offer('dispatch', describeDispatched) },
  {
    name: 'commander_queue',
    title: 'The queue',
    description: 'Shows and steers what waits and runs.',
    actions: {
      list: offer('queue.list', describeQueue),
      prioritize: offer('queue.prioritize', describePrioritized),
      move: offer('queue.move', describeMoved),
      cancel: offer('queue.cancel', describeCancelled),
      retry: offer('queue.retry', describeRetried),
    },
  },
  { name: 'commander_tasks', offer: offer('tasks.list', describeTasks) },
  { name: 'commander_task', offer: offer('tasks.show', describeShown) },
  { name: 'commander_find_task', offer: offer('tasks.find', describeShown) },
  { name: 'commander_diff', offer: offer('tasks.diff', describeDiff) },
  { name: 'commander_logs', offer: offer('logs', describeLogs), follows: true },
  { name: 'commander_answer', offer: offer('answer', describeAnswered) },
  { name: 'commander_model', offer: offer('model.choose', describeChosen) },
  { name: 'commander_budget', offer: offer('budget.grant', describeGranted) },
  { name: 'commander_pause', offer: offer('pause', describePaused) },
  { name: 'commander_resume', offer: offer('resume', describeResumed) },
  { name: 'commander_pauses', offer: offer('pauses', describePauses) },
  { name: 'commander_cost', offer: offer('cost', describeCost) },
  { name: 'commander_history', offer: offer('history', describeHistory) },
  { name: 'commander_doctor', offer: offer('doctor', describeDoctor) },
  { name: 'commander_cleanup', offer: offer('cleanup', describeCleanedUp) },
  {
    name: 'commander_outbox',
    title: 'What is not on GitHub yet',
    description: 'Shows the writes on their way to GitHub, and replays those that were given up.',
    actions: {
      list: offer('outbox.list', describeOutbox),
      replay: offer('outbox.replay', describeReplayed),
    },
  },
  {
    name: 'commander_repos',
    title: 'Repositories',
    description:
      'Shows and changes what people have decided about repositories; of all others their topics decide.',
    actions: {
      list: offer('repos.list', describeRepositories),
      add: offer('repos.add', describeDecided),
      block: offer('repos.block', describeDecided),
      remove: offer('repos.remove', describeRemoved),
      configure: offer('repos.configure', describeConfigChanged),
    },
  },
  {
    name: 'commander_config',
    title: 'The configuration',
    description: 'Shows the configuration, and changes it at runtime.',
    actions: {
      show: offer('config.show', describeConfig),
      set: offer('config.set', describeConfigChanged),
      unset: offer('config.unset', describeConfigChanged),
    },
  },
  { name: 'commander_instances', offer: offer('instances.list', describeInstances) },
  {
    name: 'commander_sessions',
    title: 'Sessions of opencode',
    description: 'Lists and steers sessions on servers of opencode and in the sandboxes of tasks.',
    actions: {
      list: offer('sessions.list', describeSessions),
      sync: offer('sessions.sync', describeSynced),
      create: offer('sessions.create', describeSession),
      prompt: offer('sessions.prompt', describeSession),
      messages: offer('sessions.messages', describeMessages),
      status: offer('sessions.status', describeSessionStatus),
      permissions: offer('sessions.permissions', describePermissions),
      permit: offer('sessions.permit', describePermitted),
      questions: offer('sessions.questions', describeQuestions),
      answer: offer('sessions.answer', describeAnsweredSession),
      abort: offer('sessions.abort', describeSession),
      fork: offer('sessions.fork', describeSession),
      export: offer('sessions.export', describeExport),
    },
  },
];
