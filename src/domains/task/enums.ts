import { openEnum } from '../../upstream/open-enum.ts';

export const taskStatus = openEnum(['queued', 'processing', 'completed', 'failed']);

export const taskProduct = openEnum([
  'present',
  'switch',
  'deposit',
  'verify',
  'enroll',
  'tax',
  'action',
  'aggregate',
  'manage',
  'identify',
  'withhold',
]);

/** Reasons found in Atomic's documentation and SDKs. */
export const failReason = openEnum([
  'subscription-inactive',
  'subscription-managed-by-partner-provider',
  'payment-method-locked',
  'payment-method-not-supported',
  'payment-method-insufficient-funds',
  'payment-method-limit-reached',
  'payment-method-declined',
  'payment-token-expired',
  'payment-switch-unsuccessful',
  'device-disconnected',
  'user-abandon',
  'unknown-failure',
  'account-lockout',
  'account-setup-incomplete',
  'account-unusable',
  'automation-blocked',
  'bad-credentials',
  'connection-error',
  'distribution-not-supported',
  'enrolled-in-paycard',
  'expired',
  'no-data-found',
  'product-not-supported',
  'routing-number-not-supported',
  'session-timeout',
  'system-unavailable',
  'transaction-pending',
  'work-status-terminated',
]);
