/** Tests of names that are easy to get wrong. */
package croft.codegen.emit;
