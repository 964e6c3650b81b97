import { buildSchema } from 'graphql';

/** The part of GitHub's schema that the simulator answers, in GitHub's own words. */
export const schema = buildSchema(`
scalar DateTime
scalar GitObjectID
scalar URI

type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  viewer: User!
}

type RateLimit { cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int! }

interface Node { id: ID! }
interface Actor { login: String! url: URI! }
type User implements Node & Actor { id: ID! databaseId: Int login: String! name: String url: URI! }
type Bot implements Node & Actor { id: ID! databaseId: Int login: String! url: URI! }
type Organization implements Node & Actor { id: ID! databaseId: Int login: String! url: URI! }

enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
type Ref implements Node { id: ID! name: String! }
type Repository implements Node {
  id: ID! databaseId: Int name: String! nameWithOwner: String! url: URI!
  isArchived: Boolean! isDisabled: Boolean! isPrivate: Boolean! viewerPermission: RepositoryPermission
  defaultBranchRef: Ref
  issue(number: Int!): Issue
  pullRequest(number: Int!): PullRequest
}

type Label implements Node { id: ID! name: String! color: String! description: String }
type LabelConnection { nodes: [Label] totalCount: Int! }

enum IssueState { CLOSED OPEN }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
type Issue implements Node {
  id: ID! databaseId: Int number: Int! title: String! body: String! state: IssueState! url: URI!
  stateReason(enableDuplicate: Boolean = false): IssueStateReason
  author: Actor editor: Actor lastEditedAt: DateTime createdAt: DateTime! updatedAt: DateTime! closedAt: DateTime
  labels(first: Int, last: Int, after: String, before: String): LabelConnection
  repository: Repository!
}

enum PullRequestState { CLOSED MERGED OPEN }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
type PullRequest implements Node {
  id: ID! databaseId: Int number: Int! title: String! body: String! state: PullRequestState! url: URI!
  merged: Boolean! mergedAt: DateTime closed: Boolean! closedAt: DateTime isDraft: Boolean!
  author: Actor editor: Actor lastEditedAt: DateTime createdAt: DateTime! updatedAt: DateTime!
  headRefName: String! headRefOid: GitObjectID! baseRefName: String! baseRefOid: GitObjectID!
  mergeable: MergeableState! reviewDecision: PullRequestReviewDecision statusCheckRollup: StatusCheckRollup
  labels(first: Int, last: Int, after: String, before: String): LabelConnection
  commits(first: Int, last: Int, after: String, before: String): PullRequestCommitConnection!
  repository: Repository!
}
type PullRequestCommitConnection { nodes: [PullRequestCommit] totalCount: Int! }
type PullRequestCommit { commit: Commit! }

enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
type Commit implements Node { id: ID! oid: GitObjectID! message: String! statusCheckRollup: StatusCheckRollup }
type StatusCheckRollup {
  state: StatusState!
  contexts(first: Int, last: Int, after: String, before: String): StatusCheckRollupContextConnection!
}
type StatusCheckRollupContextConnection {
  nodes: [StatusCheckRollupContext] totalCount: Int!
  checkRunCount: Int! checkRunCountsByState: [CheckRunStateCount!]
  statusContextCount: Int! statusContextCountsByState: [StatusContextStateCount!]
}
enum CheckRunState {
  ACTION_REQUIRED CANCELLED COMPLETED FAILURE IN_PROGRESS NEUTRAL PENDING QUEUED SKIPPED STALE STARTUP_FAILURE
  SUCCESS TIMED_OUT WAITING
}
type CheckRunStateCount { count: Int! state: CheckRunState! }
type StatusContextStateCount { count: Int! state: StatusState! }
union StatusCheckRollupContext = CheckRun | StatusContext
enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
enum CheckConclusionState { ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT }
type CheckRun implements Node {
  id: ID! databaseId: Int name: String! status: CheckStatusState! conclusion: CheckConclusionState
}
type StatusContext implements Node { id: ID! context: String! state: StatusState! description: String }
`);
