import { runFile, say } from './runtime.mjs';

const [file, ...args] = process.argv.slice(2);
if (file) {
  await runFile(file, args);
} else {
  say('用法：node scripts/run.mjs 文件 [参数……]', 'Usage: node scripts/run.mjs FILE [ARGUMENTS…]');
  process.exitCode = 2;
}
