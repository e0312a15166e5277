import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { restoreLanguage } from '#kernel/web/language.ts';
import { createQueryClient } from '#kernel/web/queries.ts';
import { restoreTheme } from '#kernel/web/theme.ts';
import { offerCommands } from '#kernel/web/commands.ts';
import { commands, registerCommands } from './commands.ts';
import { createPortalRouter } from './routes.tsx';
import '#kernel/web/styles/tokens.css';
import '#kernel/web/styles/base.css';
import '#kernel/web/styles/shell.css';
import '#kernel/web/styles/figure.css';
import '#kernel/web/styles/controls.css';
import './pages/home.css';

restoreTheme();
restoreLanguage();
offerCommands({ commands, registers: registerCommands });
const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={createPortalRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
