export * from './github/index.ts';
export * from './model/index.ts';
