import type { ConfigChanged } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatConfig } from './format-config.ts';

/** What came of a change of the configuration. */
export function printChanged(cli: Cli, changed: ConfigChanged, { json }: { json: boolean }): void {
  const lines = json ? [JSON.stringify(changed)] : formatConfig(changed.keys, cli);
  for (const line of lines) cli.print(line);
  if (!json) cli.say(changed.changed ? 'Every process follows within two seconds.' : 'It was so already.');
}
