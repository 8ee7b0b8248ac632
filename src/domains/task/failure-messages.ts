import type { FailReason } from '../../graphql/generated.ts';

const tryLater = 'Please try again later.';
const checkSignIn = 'Please check your sign-in details and try again.';
const otherMethod = 'Please choose another payment method.';
const askEmployer = 'Please contact your employer.';

/** A sentence for the end user, with the next step, for each reason. */
export const failureMessages: Readonly<Record<FailReason, string>> = {
  SUBSCRIPTION_INACTIVE: 'Your subscription is not active. Please reactivate it with the merchant and try again.',
  SUBSCRIPTION_MANAGED_BY_PARTNER_PROVIDER:
    'Your subscription is billed by a partner of the merchant. Please change your payment method with that partner.',
  PAYMENT_METHOD_LOCKED: 'The merchant does not allow changes to your payment method now. Please contact the merchant.',
  PAYMENT_METHOD_NOT_SUPPORTED: `The merchant does not accept this payment method. ${otherMethod}`,
  PAYMENT_METHOD_INSUFFICIENT_FUNDS: `This payment method has insufficient funds. Please add funds or choose another one.`,
  PAYMENT_METHOD_LIMIT_REACHED:
    'Your account at the merchant has the maximum number of payment methods. Please remove one there and try again.',
  PAYMENT_METHOD_DECLINED: `The merchant declined this payment method. ${otherMethod}`,
  PAYMENT_TOKEN_EXPIRED: 'Your session has expired. Please start again.',
  PAYMENT_SWITCH_UNSUCCESSFUL: `Your payment method was not changed. ${tryLater}`,
  DEVICE_DISCONNECTED: 'Your device lost its connection. Please check your connection and try again.',
  USER_ABANDON: 'You left before the process was complete. Please start again.',
  UNKNOWN_FAILURE: `Something went wrong. ${tryLater}`,
  ACCOUNT_LOCKOUT: 'Your account is locked. Please unlock it with the provider and try again.',
  ACCOUNT_SETUP_INCOMPLETE: 'Your account is not set up completely. Please finish its setup and try again.',
  ACCOUNT_UNUSABLE: 'This account cannot be used. Please choose another account.',
  AUTOMATION_BLOCKED: `The provider does not allow automatic access now. ${tryLater}`,
  BAD_CREDENTIALS: `The user name or password is wrong. ${checkSignIn}`,
  CONNECTION_ERROR: `The provider could not be reached. ${tryLater}`,
  DISTRIBUTION_NOT_SUPPORTED: 'The provider does not support this distribution of your pay. Please choose another one.',
  ENROLLED_IN_PAYCARD: `You are paid by pay card, which cannot be changed here. ${askEmployer}`,
  EXPIRED: 'The process took too long. Please start again.',
  NO_DATA_FOUND: 'No data was found in your account. Please check that you chose the right account.',
  PRODUCT_NOT_SUPPORTED: 'The provider does not support this. Please choose another provider.',
  ROUTING_NUMBER_NOT_SUPPORTED: 'The provider does not accept this bank. Please choose another bank account.',
  SESSION_TIMEOUT: 'Your session timed out. Please sign in again.',
  SYSTEM_UNAVAILABLE: `The provider is not available now. ${tryLater}`,
  TRANSACTION_PENDING: 'Another change is still in progress. Please wait until it is complete and try again.',
  WORK_STATUS_TERMINATED: `Your account shows that you no longer work for this employer. ${askEmployer}`,
  UNKNOWN: `Something went wrong. ${tryLater}`,
};
