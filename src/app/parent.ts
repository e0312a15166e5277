const CLOSING_TIMEOUT_MS = 20_000;

/**
 * End when the script that started us dies in a way it could not pass on (kill -9).
 *
 * The script holds a channel to us (scripts/runtime.mjs); its end is taken as SIGTERM, so that the same
 * orderly close runs. Does nothing when we were started directly.
 */
export function exitWithParent(): void {
  if (!process.env.KECHUANG_PARENT_PIPE || !process.channel) return;
  delete process.env.KECHUANG_PARENT_PIPE;
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), CLOSING_TIMEOUT_MS).unref();
  });
  // Watching must not keep a process alive that has nothing more to do.
  process.channel.unref();
}
