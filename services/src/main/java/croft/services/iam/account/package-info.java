/**
 * Accounts: each with a root of its own, and the service control policies that limit all its
 * principals. The account of the configuration is the first; its root's key is in the home's
 * credentials file. What an account owns is kept by the rooms of its things, under its id.
 */
@NullMarked
package croft.services.iam.account;

import org.jspecify.annotations.NullMarked;
