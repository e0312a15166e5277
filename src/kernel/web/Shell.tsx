import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { accessUi } from './access-words.ts';
import { AccountMenu } from './AccountMenu.tsx';
import type { Address } from './address.ts';
import { Bell } from './inbox/Bell.tsx';
import { inboxUi } from './inbox/words.ts';
import { rememberLanguage, useAddress, useSpeech } from './language.ts';
import { restorePlace } from './place.ts';
import { useJurisdiction, useMay } from './queries.ts';
import { useEndedSession } from './session-end.ts';
import { StandingBand } from './StandingBand.tsx';
import { chooseTheme, useTheme, type Theme } from './theme.ts';
import { ui } from './words.ts';

const EvidenceDrawer = lazy(() => import('./EvidenceDrawer.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));
const JobTray = lazy(() => import('./JobTray.tsx'));
const SessionEnd = lazy(() => import('./SessionEnd.tsx'));

const themes: Record<Theme, { next: Theme; label: typeof ui.themeAuto; mark: string }> = {
  auto: { next: 'light', label: ui.themeAuto, mark: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14' },
  light: {
    next: 'dark',
    label: ui.themeLight,
    mark: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16',
  },
  dark: { next: 'auto', label: ui.themeDark, mark: 'M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z' },
};

function ThemeButton() {
  const { say } = useSpeech();
  const theme = useTheme();
  const { next, label, mark } = themes[theme];
  return (
    <button
      type="button"
      className="icon-button"
      data-theme-now={theme}
      aria-label={say(label)}
      title={say(label)}
      onClick={() => chooseTheme(next)}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d={mark} />
      </svg>
    </button>
  );
}

function LanguageLink() {
  const { say, language } = useSpeech();
  return (
    <Link
      to="."
      search={(previous: Address) => ({ ...previous, lang: language === 'zh' ? ('en' as const) : undefined })}
      state={true}
      replace
      resetScroll={false}
      onClick={() => rememberLanguage(language === 'zh' ? 'en' : 'zh')}
      className="language-link"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      hrefLang={language === 'zh' ? 'en' : 'zh-CN'}
    >
      {say(ui.otherLanguage)}
    </Link>
  );
}

function Header({ openPalette }: { openPalette: () => void }) {
  const { say } = useSpeech();
  const { data } = useJurisdiction();
  const mayAudit = useMay('audit.read');
  const mayWork = useMay('work.own');
  const mayReply = useMay('reply.read');
  const mayAsk = useMay('statement.ask');
  const mayAttest = useMay('statement.answer');
  return (
    <header className="header">
      <div className="header-in">
        <Link to="/" search={{}} className="brand">
          {say(ui.brand)}
        </Link>
        <span className="whose">
          {data && say(data.jurisdiction.name)}
          {data?.jurisdiction.sample && (
            <span className="chip">
              <span className="at-length">{say(ui.sampleMark)}</span>
              <span className="in-short">{say(ui.sampleChip)}</span>
            </span>
          )}
        </span>
        <nav className="nav" aria-label={say(ui.mainNavigation)}>
          <Link to="/" search={{}} activeOptions={{ exact: true, includeSearch: false }}>
            {say(ui.home)}
          </Link>
          {mayWork && (
            <Link to="/work" search={{}} activeOptions={{ includeSearch: false }}>
              {say(inboxUi.work)}
            </Link>
          )}
          {mayReply && (
            <Link to="/desk" search={{}} activeOptions={{ includeSearch: false }}>
              {say(ui.desk)}
            </Link>
          )}
          {(mayAsk || mayAttest) && (
            <Link to="/statements" search={{}} activeOptions={{ includeSearch: false }}>
              {say(ui.requests)}
            </Link>
          )}
          <Link to="/letters" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.letters)}
          </Link>
          <Link to="/check" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.check)}
          </Link>
          <Link to="/race" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.race)}
          </Link>
          <Link to="/promises" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.promises)}
          </Link>
          <Link to="/notices" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.notices)}
          </Link>
          <Link to="/consultations" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.consultations)}
          </Link>
          <Link to="/figures" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.figures)}
          </Link>
          <Link to="/registers" search={{}} activeOptions={{ includeSearch: false }}>
            {say(ui.registers)}
          </Link>
          {mayAudit && (
            <Link to="/audit" search={{}} activeOptions={{ includeSearch: false }}>
              {say(ui.audit)}
            </Link>
          )}
        </nav>
        <div className="header-end">
          <button
            type="button"
            className="search-button"
            onClick={openPalette}
            aria-label={`${say(ui.searchHint)} Ctrl K`}
            aria-keyshortcuts="Control+K"
          >
            <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
              <path d="M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4" />
            </svg>
            <span className="search-words">{say(ui.searchHint)}</span>
            <kbd>Ctrl K</kbd>
          </button>
          <Bell />
          <LanguageLink />
          <ThemeButton />
          <AccountMenu />
        </div>
      </div>
      <StandingBand />
    </header>
  );
}

function Footer() {
  const { say } = useSpeech();
  const { data } = useJurisdiction();
  return (
    <footer className="footer">
      <div className="footer-in">
        <p>
          {data && data.jurisdiction.department.zh !== '' && <b>{say(data.jurisdiction.department)}　</b>}
          {say(ui.footer)}
        </p>
        {data?.jurisdiction.sample && <p>{say(ui.sampleNote)}</p>}
        <p>
          <Link to="/access" search={{}}>
            {say(accessUi.access)}
          </Link>{' '}
          · <a href="/api/docs">{say(ui.openData)}</a>
        </p>
      </div>
    </footer>
  );
}

function useDocumentLanguage(): void {
  const { language } = useSpeech();
  useLayoutEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
}

/** On another page the reader starts at its beginning, also one who hears it. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

/** What surrounds every page: header, footer, the evidence drawer and the search palette. */
export function Shell() {
  const { say } = useSpeech();
  const { figure, cite } = useAddress();
  const [finding, setFinding] = useState(false);
  const closePalette = useCallback(() => setFinding(false), []);
  const open = figure !== undefined || cite !== undefined;
  const mayWork = useMay('register.read');
  const ended = useEndedSession() !== null;
  const main = useFocusOnNewPage();
  useDocumentLanguage();
  useLayoutEffect(restorePlace, [open]);
  useEffect(() => {
    // The drawer's code comes once the page stands, so that the first figure opens at once.
    const timer = setTimeout(() => {
      void import('./EvidenceDrawer.tsx');
      void import('./Palette.tsx');
    }, 1200);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const openOnKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setFinding(true);
    };
    document.addEventListener('keydown', openOnKey);
    return () => document.removeEventListener('keydown', openOnKey);
  }, []);
  return (
    <div className="app" data-evidence={open || undefined}>
      <a className="skip" href="#main">
        {say(ui.skip)}
      </a>
      <Header openPalette={() => setFinding(true)} />
      <main className="main" id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Footer />
      <Suspense fallback={null}>
        {figure !== undefined && <EvidenceDrawer />}
        {finding && <Palette close={closePalette} />}
        {mayWork && <JobTray />}
        {ended && <SessionEnd />}
      </Suspense>
    </div>
  );
}
