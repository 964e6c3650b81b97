import { parse } from 'yaml';
import { z } from 'zod';
import type { Container } from './container.ts';

/** How an image is made, and where logs go: systemd's journal has Quadlet's. */
const NOT_COMPARED = { build: z.unknown().optional(), logging: z.unknown().optional() };

const texts = z.array(z.string()).default([]);
// Strict: what is new in the file is compared, or named among what is not.
const serviceSchema = z.strictObject({
  image: z.string(),
  command: z.array(z.string()),
  user: z.string().nullable().default(null),
  hostname: z.string().nullable().default(null),
  // Without a value it is what the environment says, if it does.
  environment: z.record(z.string(), z.union([z.null().transform(() => ''), z.coerce.string()])).default({}),
  volumes: texts,
  secrets: texts,
  ports: texts,
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  security_opt: texts,
  cap_drop: texts,
  cap_add: texts,
  tmpfs: texts,
  mem_limit: z.string().nullable().default(null),
  pids_limit: z.number().nullable().default(null),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .nullable()
    .default(null),
  restart: z.literal('unless-stopped'),
  profiles: texts,
  healthcheck: z
    .strictObject({
      test: z.union([z.string(), z.array(z.string())]),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string().nullable().default(null),
    })
    .optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).default({}),
  ...NOT_COMPARED,
});
type Service = z.infer<typeof serviceSchema>;

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

/** The containers of a compose file that run without a profile, under these variables. */
export function readCompose(
  text: string,
  variables: Readonly<Record<string, string>>,
): Map<string, Container> {
  const fill = (_key: unknown, value: unknown) =>
    typeof value === 'string'
      ? value.replace(
          /\$\{(\w+):[-?]([^{}]*)\}/g,
          (_, name: string, otherwise: string) => variables[name] ?? otherwise,
        )
      : value;
  const { services, secrets } = composeSchema.parse(parse(text, fill, { merge: true }));
  const always = Object.entries(services).filter(([, { profiles }]) => profiles.length === 0);
  const fileOf = (secret: string) => secrets[secret]?.file ?? '';
  return new Map(always.map(([name, service]) => [name, containerOf(name, service, fileOf)]));
}

function containerOf(name: string, service: Service, fileOf: (secret: string) => string): Container {
  const { environment, healthcheck, stop_grace_period: stop } = service;
  if (!healthcheck) throw new Error(`${service.image} has no health check`);
  return {
    alias: name,
    image: service.image,
    command: service.command.map(unescaped),
    user: service.user,
    hostname: service.hostname,
    // What is empty says nothing.
    environment: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
    mounts: [
      ...service.volumes,
      ...service.secrets.map((secret) => `${fileOf(secret)}:/run/secrets/${secret}:ro`),
    ].toSorted(),
    ports: service.ports,
    init: service.init,
    readOnly: service.read_only,
    noNewPrivileges: service.security_opt.includes('no-new-privileges:true'),
    dropped: service.cap_drop.map((name) => name.toLowerCase()),
    added: service.cap_add.map((name) => `CAP_${name}`),
    tmpfs: service.tmpfs,
    memory: service.mem_limit,
    pids: service.pids_limit,
    stopSeconds: stop === null ? null : Number.parseInt(stop, 10),
    health: {
      command: unescaped([healthcheck.test].flat().at(-1) ?? '').trim(),
      interval: healthcheck.interval,
      timeout: healthcheck.timeout,
      retries: healthcheck.retries,
      startPeriod: healthcheck.start_period,
    },
    after: Object.keys(service.depends_on),
  };
}

function unescaped(text: string): string {
  return text.replaceAll('$$', '$');
}
