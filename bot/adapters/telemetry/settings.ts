export interface TelemetrySettings {
  /** The address of a collector. The path of each signal is appended to it. */
  readonly otlp: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> } | undefined;
  readonly applicationInsights:
    | {
        readonly connectionString: string;
        /** The bot's own token for a resource. If it is undefined, the connection string alone identifies the sender. */
        readonly token: ((resource: string) => Promise<string>) | undefined;
      }
    | undefined;
  /** Milliseconds between two exports of metrics. */
  readonly metricEveryMs: number;
}
