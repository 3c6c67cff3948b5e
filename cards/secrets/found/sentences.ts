import { counted } from '../../shared/dates.ts';

export const FOUND = {
  title: 'API credentials',
  /** Shown by clients that draw no cards. */
  summary: 'An application, and how its client secrets are',
  none: 'None of your applications fits. Type a part of its name.',
  noLive: '✖ No live client secret',
  note: 'Only its managers can open it. Others do not see what they open.',
} as const;

/** Said if several secrets are live. `day` is ready to be shown. */
export function untilText(live: number, day: string): string {
  return `${counted(live, 'client secret')} are live. The last one expires on ${day}.`;
}

/** The card is not drawn again, so it says of which day its words are. `day` is ready to be shown. */
export function asOfText(day: string): string {
  return `As of ${day}`;
}
