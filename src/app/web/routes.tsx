import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { lastingKeys, parseSearch, readAddress, writeSearch, type Address } from '#kernel/web/address.ts';
import { Shell } from '#kernel/web/Shell.tsx';
import { Home } from './pages/Home.tsx';
import { Broken, NotFound } from './pages/Lost.tsx';

const root = createRootRoute({
  validateSearch: readAddress,
  search: { middlewares: [retainSearchParams<Address>([...lastingKeys])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

const page = () => root;

const routeTree = root.addChildren([
  createRoute({ getParentRoute: page, path: '/', component: Home }),
  createRoute({
    getParentRoute: page,
    path: '/figures',
    component: lazyRouteComponent(() => import('./pages/Figures.tsx'), 'Figures'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/registers',
    component: lazyRouteComponent(() => import('./pages/Registers.tsx'), 'Registers'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/registers/$register',
    component: lazyRouteComponent(() => import('./pages/Register.tsx'), 'Register'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/records/$register/$code',
    component: lazyRouteComponent(() => import('./pages/Record.tsx'), 'Record'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/registers/$register/import',
    component: lazyRouteComponent(() => import('./pages/ImportTable.tsx'), 'ImportTable'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/imports/$preview',
    component: lazyRouteComponent(() => import('./pages/ImportPreview.tsx'), 'ImportPreview'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/registers/$register/new',
    component: lazyRouteComponent(() => import('./pages/EnterRecord.tsx'), 'AddRecord'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/records/$register/$code/edit',
    component: lazyRouteComponent(() => import('./pages/EnterRecord.tsx'), 'CorrectRecord'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/merge',
    component: lazyRouteComponent(() => import('./pages/Merge.tsx'), 'Merge'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/contracts/$code/distribute',
    component: lazyRouteComponent(() => import('#domains/transfer/web/Distribute.tsx'), 'Distribute'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/race',
    component: lazyRouteComponent(() => import('#domains/race/web/Races.tsx'), 'Races'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/race/$cycle',
    component: lazyRouteComponent(() => import('#domains/race/web/RaceCycle.tsx'), 'RaceCycle'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/race/$cycle/board',
    component: lazyRouteComponent(() => import('#domains/race/web/RaceBoard.tsx'), 'RaceBoard'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/race/$cycle/$unit',
    component: lazyRouteComponent(() => import('#domains/race/web/RaceUnit.tsx'), 'RaceUnit'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/work',
    component: lazyRouteComponent(() => import('./pages/Work.tsx'), 'Work'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/messages',
    component: lazyRouteComponent(() => import('./pages/Messages.tsx'), 'Messages'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/watching',
    component: lazyRouteComponent(() => import('./pages/Watching.tsx'), 'Watching'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/desk',
    component: lazyRouteComponent(() => import('#domains/replies/web/desk/Desk.tsx'), 'Desk'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/desk/new',
    component: lazyRouteComponent(
      () => import('#domains/replies/web/desk/EnterSuggestion.tsx'),
      'EnterSuggestion',
    ),
  }),
  createRoute({
    getParentRoute: page,
    path: '/desk/$suggestion',
    component: lazyRouteComponent(() => import('#domains/replies/web/desk/Suggestion.tsx'), 'Suggestion'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/desk/replies/$reply',
    component: lazyRouteComponent(() => import('#domains/replies/web/writing/Writing.tsx'), 'Writing'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/desk/replies/$reply/versions',
    component: lazyRouteComponent(() => import('#domains/replies/web/writing/Versions.tsx'), 'Versions'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/check',
    component: lazyRouteComponent(() => import('#domains/replies/web/check/Check.tsx'), 'Check'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/letters',
    component: lazyRouteComponent(() => import('#domains/replies/web/letter/Letters.tsx'), 'Letters'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/letters/$letter',
    component: lazyRouteComponent(() => import('#domains/replies/web/letter/Letter.tsx'), 'Letter'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/promises',
    component: lazyRouteComponent(() => import('#domains/commitments/web/Promises.tsx'), 'Promises'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/notices',
    component: lazyRouteComponent(() => import('#domains/notices/web/Notices.tsx'), 'Notices'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/notices/new',
    component: lazyRouteComponent(() => import('#domains/notices/web/PublishNotice.tsx'), 'PublishNotice'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/notices/$notice',
    component: lazyRouteComponent(() => import('#domains/notices/web/Notice.tsx'), 'Notice'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/consultations',
    component: lazyRouteComponent(
      () => import('#domains/consultations/web/Consultations.tsx'),
      'Consultations',
    ),
  }),
  createRoute({
    getParentRoute: page,
    path: '/consultations/$code',
    component: lazyRouteComponent(
      () => import('#domains/consultations/web/Consultation.tsx'),
      'Consultation',
    ),
  }),
  createRoute({
    getParentRoute: page,
    path: '/statements',
    component: lazyRouteComponent(() => import('#domains/statements/web/Requests.tsx'), 'Requests'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/jobs',
    component: lazyRouteComponent(() => import('./pages/Jobs.tsx'), 'Jobs'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/access',
    component: lazyRouteComponent(() => import('./pages/Access.tsx'), 'Access'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/accounts',
    component: lazyRouteComponent(() => import('./pages/Accounts.tsx'), 'Accounts'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/account',
    component: lazyRouteComponent(() => import('./pages/Account.tsx'), 'Account'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/audit',
    component: lazyRouteComponent(() => import('./pages/Audit.tsx'), 'Audit'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/search',
    component: lazyRouteComponent(() => import('./pages/Search.tsx'), 'Search'),
  }),
  createRoute({
    getParentRoute: page,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./pages/SignIn.tsx'), 'SignIn'),
  }),
]);

export const createPortalRouter = () =>
  createRouter({
    routeTree,
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
  interface HistoryState {
    /** The step was made by opening a figure, so that going back closes its evidence. */
    evidence?: boolean;
    /** The step was made from the rows of an open drawer. */
    fromEvidence?: boolean;
    /** What was just written, to be said once on the page that follows. */
    written?: 'added' | 'corrected' | 'withdrawn';
  }
}
