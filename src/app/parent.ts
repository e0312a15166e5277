const CLOSING_TIMEOUT_MS = 20_000;
const POLL_MS = 20;

/**
 * End when the script that started us dies in a way it could not pass on (kill -9).
 *
 * The script holds a channel to us (scripts/runtime.mjs); its end is taken as SIGTERM, so that the same
 * orderly close runs. Does nothing when we were started directly.
 */
export function exitWithParent(): void {
  // Without a channel `connected` is undefined; false says that it has been closed already.
  if (!process.env.KECHUANG_PARENT_PIPE || process.connected === undefined) return;
  delete process.env.KECHUANG_PARENT_PIPE;
  if (!process.connected) {
    close();
    return;
  }
  const parent = process.ppid;
  process.once('disconnect', () => {
    // We may have let go of the channel ourselves; only a parent that died leaves us to another one.
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      close();
    }, POLL_MS);
    watch.unref();
  });
  // Watching must not keep a process alive that has nothing more to do.
  process.channel?.unref();
}

function close(): void {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), CLOSING_TIMEOUT_MS).unref();
}
