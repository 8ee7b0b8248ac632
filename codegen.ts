import type { CodegenConfig } from '@graphql-codegen/cli';

const models = '../domains';

export default {
  schema: 'schema/*.graphql',
  generates: {
    'src/graphql/generated.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: './context.ts#Context',
        // A resolver may answer with a list of promises, each of which may come to nothing.
        maybeValue: 'T | null | Promise<T | null>',
        inputMaybeValue: 'T | null',
        enumsAsTypes: true,
        immutableTypes: true,
        strictScalars: true,
        useTypeImports: true,
        avoidOptionals: { field: true },
        scalars: {
          ID: { input: 'string', output: 'string' },
          DateTime: { input: 'Date', output: 'Date' },
          Date: { input: 'string', output: 'string' },
          Decimal: { input: 'string', output: 'string' },
          URL: { input: 'string', output: 'string' },
          Currency: { input: 'string', output: 'string' },
          JSONObject: { input: 'Readonly<Record<string, unknown>>', output: 'Readonly<Record<string, unknown>>' },
        },
        mappers: {
          AccessToken: `${models}/access-token/model.ts#AccessToken as AccessTokenModel`,
          AccountAction: `${models}/pay-link-account/model.ts#AccountAction as AccountActionModel`,
          Billing: `${models}/billing/model.ts#Billing as BillingModel`,
          BillingHistoryEntry: `${models}/billing/model.ts#BillingHistoryEntry as BillingHistoryEntryModel`,
          BillingItem: `${models}/billing/model.ts#BillingItem as BillingItemModel`,
          Company: `${models}/company/model.ts#Company as CompanyModel`,
          Connector: `${models}/company/model.ts#Company as CompanyModel`,
          Money: `${models}/money/model.ts#Money as MoneyModel`,
          Node: './node.ts#NodeModel',
          PayLinkAccount: `${models}/pay-link-account/model.ts#PayLinkAccount as PayLinkAccountModel`,
          PendingChange: `${models}/plan/model.ts#PendingChange as PendingChangeModel`,
          Plan: `${models}/plan/model.ts#Plan as PlanModel`,
          PlanChanges: `${models}/plan/model.ts#PlanChanges as PlanChangesModel`,
          Suggestion: `${models}/suggestion/model.ts#Suggestion as SuggestionModel`,
          Task: `${models}/task/model.ts#Task as TaskModel`,
          TaskConnection: `${models}/task/connection.ts#TaskConnection as TaskConnectionModel`,
          TaskEdge: `${models}/task/connection.ts#TaskEdge as TaskEdgeModel`,
          User: `${models}/user/model.ts#User as UserModel`,
        },
      },
    },
  },
} satisfies CodegenConfig;
