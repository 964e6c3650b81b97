export * from './run-simulated.ts';
