/** What an account has once: its alias, its password policy, the kind of its session tokens. */
@NullMarked
package croft.services.iam.setting;

import org.jspecify.annotations.NullMarked;
