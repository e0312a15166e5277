import { useSpeech } from '#kernel/web/language.ts';
import { ReferenceInput } from '#kernel/web/ReferenceInput.tsx';
import type { OwnInput } from './CommandForm.tsx';
import { desk, forms } from './words.ts';

export interface Partner {
  organisation: string;
  part: 'co' | 'separate';
}

/** Units as the form keeps them: JSON text. */
export function readPartners(text: string | undefined): Partner[] {
  if (text === undefined || text === '') return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as Partner[]) : [];
  } catch {
    return [];
  }
}

/** Units that handle a case with the lead, found by name, each with its part. */
export function Partners({ value, give, attributes }: OwnInput) {
  const { say } = useSpeech();
  const partners = readPartners(value);
  const keep = (next: Partner[]) => give(next.length === 0 ? '' : JSON.stringify(next));
  const put = (index: number, change: Partial<Partner>) =>
    keep(partners.map((partner, at) => (at === index ? { ...partner, ...change } : partner)));
  return (
    <div className="partners">
      {partners.map((partner, index) => (
        <div key={index} className="partner" role="group" aria-label={say(forms.partner(index + 1))}>
          <label className="unseen" htmlFor={`${attributes.id}-${index}`}>
            {say(forms.partner(index + 1))}
          </label>
          <ReferenceInput
            to="directory.organisation"
            value={partner.organisation}
            give={(organisation) => put(index, { organisation })}
            attributes={{
              ...attributes,
              id: `${attributes.id}-${index}`,
              'aria-required': true,
            }}
          />
          <select
            aria-label={say(forms.partOf(index + 1))}
            value={partner.part}
            onChange={(event) => put(index, { part: event.target.value === 'co' ? 'co' : 'separate' })}
          >
            <option value="co">{say(desk.parts.co)}</option>
            <option value="separate">{say(desk.parts.separate)}</option>
          </select>
          <button
            type="button"
            className="plain-button"
            onClick={() => keep(partners.filter((_, at) => at !== index))}
          >
            {say(forms.remove)}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        id={attributes.id}
        onClick={() => keep([...partners, { organisation: '', part: 'co' }])}
      >
        {say(forms.addPartner)}
      </button>
    </div>
  );
}
