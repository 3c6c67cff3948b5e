import type { Tls } from '../tls.ts';
import type { OnTraffic } from '../traffic.ts';
import type { World } from '../world.ts';

export interface EntraOptions {
  readonly world: World;
  readonly tls: Tls;
  /** Port of the https listener; 0 or absent: any free one. */
  readonly port?: number;
  readonly onTraffic?: OnTraffic;
  /** The registration's redirect URIs, compared exactly. */
  readonly redirectUris: readonly string[];
}

export interface LocalEntra {
  /** `https://localhost:PORT`: what the bot gets as LOGIN_URL. */
  readonly loginUrl: string;
  /** `http://127.0.0.1:PORT` of the same service, for browsers, which do not know the private CA. */
  readonly pageUrl: string;
  /** What Teams' silent sign-on would hand to the bot for this person: v2, aud the bot, scp access_as_user. */
  ssoToken(oid: string, options?: SsoOptions): Promise<string>;
  /** Whether this is a live app-only token of ours for the audience. */
  verifyAppToken(token: string, audience: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface SsoOptions {
  /** Whether the person's Teams sign-in satisfied the authentication context. Default false. */
  readonly mfa?: boolean;
  /** When the person last actively signed in. Default two hours ago. */
  readonly authTime?: Date;
}

export async function startEntra(options: EntraOptions): Promise<LocalEntra> {
  throw new Error(`not started for ${options.world.tenantId}`);
}
