/** Public notices: published and judged by other slices within their own actions, read by everyone. */
export { noticeActionWords } from './action-words.ts';
export { publishNotice } from './publishing.ts';
export { bindNoticeDoors } from './routes.ts';
export { noticeStanding, refuseUnlessClear } from './standing.ts';
export { noticeSetRules } from './store.ts';
export { tellEnded, waitingNotices } from './waiting.ts';
