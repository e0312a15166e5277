import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { EditorView } from 'prosemirror-view';
import { call } from '#kernel/web/call.ts';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import type { Section } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { AtomOpened, Popup } from './Popups.tsx';
import { Conflict } from './Conflict.tsx';
import {
  dropQuestion,
  findingsOf,
  insertAnswer,
  loadContent,
  openEditor,
  reprint,
  showFindings,
  type EditorEvents,
  type Opened,
  type Question,
} from './editor.ts';
import { FindingCard } from './FindingCard.tsx';
import { AskForm, PromiseForm } from './forms.tsx';
import { FigureMenu, PromiseMenu, type Citable, type MenuKeys } from './InsertMenu.tsx';
import { PartTools } from './PartTools.tsx';
import { placeOfFinding } from './plugins.ts';
import { Prose } from './Prose.tsx';
import { useRoom } from './room.ts';
import { createSaver, readKept, writeKept, type Saver } from './saver.ts';
import { SavingLine } from './SavingLine.tsx';
import { citationNode, promiseNode } from './schema.ts';
import { writingUi } from './words.ts';

/** The part's name, unless the sheet itself says it in the next line. */
function PartTitle({ section }: { section: Section }) {
  const heading = section.content[0]?.inlines[0];
  return <span className={heading === section.title ? 'unseen' : 'part-title'}>{section.title}</span>;
}

/** A part of the sheet: written here, or read where another writes it. */
export function Part({ section }: { section: Section }) {
  const { say } = useSpeech();
  return (
    <section className="part" data-kind={section.kind} data-part={section.code} aria-label={section.title}>
      {section.mayWrite ? (
        <Written key={section.code} section={section} />
      ) : (
        <>
          <div className="section-line">
            <PartTitle section={section} />
            {section.author && <span className="chip">{say(writingUi.writtenBy(section.author.title))}</span>}
            <span className="part-saved">
              {say(writingUi.lastSaved(section.savedBy, spellInstant(section.savedAt).slice(0, 16)))}
            </span>
            <PartTools section={section} />
          </div>
          <Prose section={section} />
        </>
      )}
    </section>
  );
}

function useSaver(section: Section): { saver: Saver; kept: boolean } {
  const { reply, writer, refresh } = useRoom();
  const [kept, setKept] = useState(true);
  const name = `${writer} reply ${reply.code} ${section.code}`;
  const [saver] = useState(() =>
    createSaver({
      version: section.version,
      content: section.content,
      restored: readKept(name),
      send: async ({ version, content, key }) => {
        await call(replyDoors.saveSection, {
          params: { reply: reply.code, section: section.code },
          body: { version, content },
          key,
        });
      },
      keep: (what) => setKept(writeKept(name, what)),
      onSaved: refresh,
    }),
  );
  return { saver, kept };
}

/** What is open beside the text. */
type Beside = { kind: 'ask'; figure: Citable; at: number } | { kind: 'promise'; text: string; at: number };

function Written({ section }: { section: Section }) {
  const { say, language } = useSpeech();
  const room = useRoom();
  const { saver, kept } = useSaver(section);
  const saving = useSyncExternalStore(saver.subscribe, saver.state);
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [beside, setBeside] = useState<Beside | null>(null);
  const menu = useRef<MenuKeys>(null);
  const events = useRef<EditorEvents | null>(null);

  useEffect(() => {
    events.current = {
      changed: saver.change,
      asked: setQuestion,
      opened: setOpened,
      moved: (editor) => editor.hasFocus() && room.activate(editor),
      left: () => void saver.flush(),
      key: (event) => menu.current?.press(event.key) ?? false,
    };
  }, [saver, room]);

  const { desks } = room;
  const given = useRef({
    content: saver.content(),
    prints: room.prints,
    label: say(writingUi.bodyOf(section.title)),
    placeholder: say(writingUi.placeholder),
  });
  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    const editor = openEditor(box, given.current, () => {
      if (!events.current) throw new Error('the editor spoke before anyone listened');
      return events.current;
    });
    desks.set(section.code, { view: editor, saver });
    setView(editor);
    saver.start();
    const leave = () => void saver.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('online', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('online', leave);
      void saver.flush();
      saver.stop();
      desks.delete(section.code);
      editor.destroy();
    };
  }, [desks, saver, section.code]);

  // Another session's version comes in where nothing waits here.
  const { version, content } = section;
  useEffect(() => {
    if (view && saver.follow(version, content)) loadContent(view, content, room.prints, false);
    if (view) reprint(view, room.prints);
  }, [view, saver, version, content, room.prints]);

  const settledNow = saving.status === 'saved';
  useEffect(() => {
    if (view && settledNow) showFindings(view, findingsOf(room.check, section.code));
  }, [view, settledNow, room.check, section.code, version]);

  const { refresh } = room;
  const parted = saving.status === 'conflict';
  useEffect(() => {
    if (parted) refresh();
  }, [parted, refresh]);

  const nameActive = useCallback(
    (id: string | null) => {
      view?.setProps({
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': writingUi.bodyOf(section.title)[language],
          lang: 'zh-CN',
          ...(id === null ? {} : { 'aria-activedescendant': id, 'aria-haspopup': 'listbox' }),
        },
      });
    },
    [view, section.title, language],
  );
  useEffect(() => {
    if (question === null) nameActive(null);
  }, [question, nameActive]);

  const closeOpened = useCallback(() => {
    setOpened(null);
    view?.focus();
  }, [view]);
  const closeBeside = useCallback(() => {
    setBeside(null);
    view?.focus();
  }, [view]);

  const finding =
    opened?.kind === 'finding' ? room.check?.entries.find((entry) => entry.key === opened.key) : undefined;
  const findingPlace = view && finding ? placeOfFinding(view.state, finding.key) : null;
  const showConflict = parted && section.version > saving.version;
  return (
    <>
      <div className="section-line">
        <PartTitle section={section} />
        <SavingLine saving={saving} savedAt={section.savedAt} kept={kept} retry={() => void saver.flush()} />
        <PartTools section={section} view={view} saver={saver} />
      </div>
      {showConflict && (
        <Conflict
          key={section.version}
          mine={saver.content()}
          theirs={section}
          prints={room.prints}
          merge={(merged) => {
            if (view) loadContent(view, merged, room.prints, true);
            saver.settle(section.version, section.content, merged);
            view?.focus();
          }}
        />
      )}
      <div className="part-body" hidden={showConflict}>
        <div className="paper-text" ref={place} />
        {view && question && !beside && (
          <Popup view={view} at={question.from} wide>
            {question.kind === 'figure' ? (
              <FigureMenu
                question={question}
                keys={menu}
                name={nameActive}
                close={() => dropQuestion(view)}
                insert={(mark) => insertAnswer(view, citationNode(mark))}
                askDepartment={(figure) => {
                  setBeside({ kind: 'ask', figure, at: question.from });
                  insertAnswer(view, null);
                }}
              />
            ) : (
              <PromiseMenu
                question={question}
                keys={menu}
                name={nameActive}
                close={() => dropQuestion(view)}
                insert={(mark) => insertAnswer(view, promiseNode(mark))}
                begin={(text) => setBeside({ kind: 'promise', text, at: question.from })}
              />
            )}
          </Popup>
        )}
        {view && beside && (
          <Popup
            view={view}
            at={beside.at}
            wide
            card={say(beside.kind === 'ask' ? writingUi.askTitle : writingUi.newPromise)}
            close={closeBeside}
          >
            {beside.kind === 'ask' ? (
              <AskForm figure={beside.figure} close={closeBeside} />
            ) : (
              <PromiseForm
                text={beside.text}
                insert={(mark) => {
                  setBeside(null);
                  const node = promiseNode(mark);
                  if (question) insertAnswer(view, node);
                  else view.dispatch(view.state.tr.replaceSelectionWith(node));
                  view.focus();
                }}
                close={closeBeside}
              />
            )}
          </Popup>
        )}
        {view && opened?.kind === 'atom' && <AtomOpened view={view} at={opened.at} close={closeOpened} />}
        {view && finding && findingPlace && (
          <Popup view={view} at={findingPlace.from} card={say(writingUi.numbers)} close={closeOpened}>
            <FindingCard finding={finding} mayWrite close={closeOpened} />
          </Popup>
        )}
      </div>
    </>
  );
}
