import { accessUi } from '#kernel/web/access-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { useSession } from '#kernel/web/queries.ts';
import { useOrganisationTitles, useRegionTitles } from './titles.ts';
import '#kernel/web/styles/access.css';

/** Tells one who sees a part of the whole which part it is. */
export function ScopeLine() {
  const { say } = useSpeech();
  const { data } = useSession();
  const who = data?.who?.permissions.includes('register.read') ? data.who : null;
  const region = who?.region ?? null;
  const organisation = who?.organisation ?? null;
  const regionTitle = useRegionTitles([region]);
  const organisationTitle = useOrganisationTitles([organisation]);
  if (region !== null) return <p className="scope-line">{say(accessUi.inRegion(regionTitle(region)))}</p>;
  if (organisation === null) return null;
  return <p className="scope-line">{say(accessUi.inOrganisation(organisationTitle(organisation)))}</p>;
}
