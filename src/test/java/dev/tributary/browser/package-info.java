/** A real browser for tests, spoken to without any library between. */
package dev.tributary.browser;
