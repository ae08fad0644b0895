/** The generator is tested by compiling and running what it writes. */
package croft.codegen;
