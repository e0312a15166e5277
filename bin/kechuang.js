#!/usr/bin/env node
import { runFile } from '../scripts/runtime.mjs';

// The caller's folder stays, so that file names on the command line mean what they say.
await runFile('src/app/cli.ts', process.argv.slice(2), { cwd: process.cwd() });
