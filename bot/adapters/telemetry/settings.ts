export interface TelemetrySettings {
  /** A collector's address, to which the signals' paths are added. */
  readonly otlp: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> } | undefined;
  readonly applicationInsights:
    | {
        readonly connectionString: string;
        /** The bot's own token for a resource; undefined: the connection string alone has to do. */
        readonly token: ((resource: string) => Promise<string>) | undefined;
      }
    | undefined;
  /** Milliseconds between two exports of metrics. */
  readonly metricEveryMs: number;
}
