import { About } from './components/about.js';
import { Controls } from './components/controls.js';
import { DropTarget } from './components/drop-target.js';
import { FaceList } from './components/face-list.js';
import { InstallButton } from './components/install-button.js';
import { ProbabilityBars } from './components/probability-bars.js';
import { SettingsPanel } from './components/settings-panel.js';
import { SpokenReading } from './components/spoken-reading.js';
import { Stage } from './components/stage.js';
import { StatusBar } from './components/status-bar.js';
import { Dashboard } from './dashboard.js';
import { HelpButton, HelpDialog } from './keyboard/help-dialog.js';
import { isDrawerOpen } from './sessions/drawer-state.js';
import { SessionDrawer, SessionsButton } from './sessions/session-drawer.js';
import { SessionNotices } from './sessions/session-notices.js';
import { StudyView } from './study/study-view.js';

/** The page: what is looked at on the left, what was read on the right. */
export function App() {
  return (
    <DropTarget>
      <header class="masthead">
        <h1 class="wordmark">
          <img src="./icon.svg" alt="" width="28" height="28" />
          affect-detect
        </h1>
        <div class="masthead-end">
          <StatusBar />
          <InstallButton />
          <SessionsButton />
          <HelpButton />
        </div>
      </header>
      {!isDrawerOpen.value && <SessionNotices />}
      <main>
        <div class="layout">
          <section class="viewer" aria-label="Picture">
            <Stage />
            <Controls />
          </section>
          <aside class="panel" aria-label="Reading">
            <FaceList />
            <ProbabilityBars />
            <SettingsPanel />
          </aside>
        </div>
        <Dashboard />
      </main>
      <About />
      <SessionDrawer />
      <HelpDialog />
      <StudyView />
      <SpokenReading />
    </DropTarget>
  );
}
