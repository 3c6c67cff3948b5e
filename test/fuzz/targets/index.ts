import type { Target } from '../target.ts';
import { activitiesTarget } from './activities.ts';
import { graphTarget } from './graph.ts';
import { pressesTarget } from './presses.ts';
import { settingsTarget } from './settings.ts';
import { signInTarget } from './sign-in.ts';

export const TARGETS: readonly Target[] = [activitiesTarget, pressesTarget, signInTarget, settingsTarget, graphTarget];
