export * from './github/index.ts';
export * from './host/index.ts';
export * from './model/index.ts';
