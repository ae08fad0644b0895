/**
 * The measurements behind the speed goals: each against a running server of its own, from outside,
 * by the clock on the wall. Owns the load clients, the peers it compares with, and the report.
 */
package croft.bench;
