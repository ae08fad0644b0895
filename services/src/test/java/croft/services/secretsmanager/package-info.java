@NullMarked
package croft.services.secretsmanager;

import org.jspecify.annotations.NullMarked;
