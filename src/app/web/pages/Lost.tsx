import { Link } from '@tanstack/react-router';
import { useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';

export function NotFound() {
  const { say } = useSpeech();
  useTitle(say(ui.notFound));
  return (
    <div className="page narrow">
      <h1>{say(ui.notFound)}</h1>
      <p>{say(ui.notFoundHelp)}</p>
      <p className="ways">
        <Link to="/" search={{}} className="button">
          {say(ui.toHome)}
        </Link>
        <Link to="/search" search={{}} className="plain-link">
          {say(ui.search)}
        </Link>
      </p>
    </div>
  );
}

/** A fault of the page itself: the frame stays, the reader can try again. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <div className="page narrow">
      <ProblemNote failure={error} retry={reset} />
    </div>
  );
}
