import { Tabs } from '@base-ui/react/tabs';
import { useStore } from '../../ui/store.ts';
import { ConnectTab } from './connect-tab.tsx';
import { MiddleTab } from './middle-tab.tsx';
import { PasteTab } from './paste-tab.tsx';
import { type Setup, SetupProvider } from './setup-context.ts';
import { SETUP_TABS, type SetupTab } from './setup-stores.ts';
import { SymptomsTab } from './symptoms-tab.tsx';
import { TestTab } from './test-tab.tsx';
import './setup.css';

const TABS: Readonly<Record<SetupTab, string>> = {
  connect: 'Connect',
  test: 'Test an address',
  middle: 'Stand in the middle',
  symptoms: 'Symptoms',
  paste: 'Paste what you have',
};

/** From nothing to the first sound: what to type into Genesys Cloud, what arrives, and what to do when nothing does. */
export function SetupView(setup: Setup) {
  const { tab } = setup.stores;
  const open = useStore(tab);
  return (
    <SetupProvider value={setup}>
      <section className="setup" aria-label="Setup" data-testid="setup-view">
        <Tabs.Root
          className="setup-root"
          value={open}
          onValueChange={value => tab.set(SETUP_TABS.find(one => one === value) ?? 'connect')}
        >
          <div className="setup-bar">
            <h2>Setup</h2>
            <Tabs.List className="side-tabs" aria-label="Parts of Setup">
              {SETUP_TABS.map(one => (
                <Tabs.Tab key={one} value={one} className="side-tab">
                  {TABS[one]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </div>
          <Tabs.Panel value="connect" className="setup-panel">
            <ConnectTab />
          </Tabs.Panel>
          <Tabs.Panel value="test" className="setup-panel">
            <TestTab />
          </Tabs.Panel>
          <Tabs.Panel value="middle" className="setup-panel">
            <MiddleTab />
          </Tabs.Panel>
          <Tabs.Panel value="symptoms" className="setup-panel">
            <SymptomsTab />
          </Tabs.Panel>
          <Tabs.Panel value="paste" className="setup-panel">
            <PasteTab />
          </Tabs.Panel>
        </Tabs.Root>
      </section>
    </SetupProvider>
  );
}
