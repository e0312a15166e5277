import { runFile } from './runtime.mjs';

await runFile('src/app/main.ts', process.argv.slice(2));
