// What every service of this kind costs before it does anything: Node.js with BullMQ and fastify loaded.
import { Queue } from 'bullmq';
import fastify from 'fastify';

process.stdout.write(`loaded ${Queue.name} and ${fastify().version}\n`);
process.stdin.resume();
