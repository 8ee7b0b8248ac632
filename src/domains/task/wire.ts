import Type, { type Static } from 'typebox';
import { createShape, maybe, maybeTime, timestamp } from '../../upstream/shape.ts';
import { toDate } from '../../upstream/time.ts';
import { companyWire, toCompany } from '../company/wire.ts';
import { failReason as failReasons, taskProduct, taskStatus } from './enums.ts';
import type { TaskDetails, TaskProgress, TaskRow } from './model.ts';

const progress = {
  createdAt: timestamp,
  status: taskStatus.wire,
  failReason: maybe(failReasons.wire),
};

const progressWire = Type.Object(progress);
const progressShape = createShape(progressWire);

const rowWire = Type.Object({
  ...progress,
  _id: Type.String(),
  authenticated: maybe(Type.Boolean()),
  payrollDataAvailable: maybe(Type.Boolean()),
  product: maybe(taskProduct.wire),
});

const detailsWire = Type.Object({
  ...progress,
  _id: Type.String(),
  updatedAt: maybeTime,
  authenticated: maybe(Type.Boolean()),
  product: maybe(taskProduct.wire),
  company: maybe(companyWire),
  connector: maybe(companyWire),
  linkedAccount: maybe(Type.String()),
  metadata: maybe(Type.Record(Type.String(), Type.Unknown())),
  taskWorkflow: maybe(Type.Object({ _id: Type.String() })),
  user: maybe(Type.Object({ _id: maybe(Type.String()), identifier: Type.String() })),
});

export const taskDetailsEnvelope = createShape(Type.Object({ data: Type.Object({ task: detailsWire }) }));

export const userTasksEnvelope = createShape(Type.Object({ data: Type.Object({ tasks: Type.Array(rowWire) }) }));

/** Flat in the API reference; other pages of Atomic's documentation show it inside `data.task`. */
export const taskStatusEnvelope = createShape(
  Type.Union([progressWire, Type.Object({ data: Type.Object({ task: progressWire }) })]),
);

type ProgressWire = Static<typeof progressWire>;

export function toTaskStatus(answer: ProgressWire | { data: { task: ProgressWire } }, id: string): TaskProgress {
  return toProgress(progressShape.matches(answer) ? answer : answer.data.task, id);
}

export function toTaskRow(wire: Static<typeof rowWire>, identifier: string): TaskRow {
  return {
    ...toProgress(wire, wire._id),
    authenticated: wire.authenticated ?? null,
    payrollDataAvailable: wire.payrollDataAvailable ?? null,
    product: taskProduct.read(wire.product),
    productCode: wire.product ?? null,
    user: { identifier },
  };
}

export function toTaskDetails(wire: Static<typeof detailsWire>): TaskDetails {
  const { product, company, connector, taskWorkflow, user } = wire;
  return {
    ...toProgress(wire, wire._id),
    updatedAt: toDate(wire.updatedAt),
    authenticated: wire.authenticated ?? null,
    product: taskProduct.read(product),
    productCode: product ?? null,
    company: company ? toCompany(company) : null,
    connector: connector ? toCompany(connector) : null,
    linkedAccountId: wire.linkedAccount ?? null,
    workflow: taskWorkflow ? { id: taskWorkflow._id } : null,
    metadata: wire.metadata ?? null,
    user: user ? { identifier: user.identifier } : null,
    userAtomicId: user?._id ?? null,
  };
}

function toProgress({ status, createdAt, failReason }: ProgressWire, id: string): TaskProgress {
  return {
    id,
    status: taskStatus.read(status),
    statusCode: status,
    createdAt: new Date(createdAt),
    failReason: failReasons.read(failReason),
    failReasonCode: failReason ?? null,
  };
}
