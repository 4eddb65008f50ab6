/** How weights start: each initializer states the variance it gives, and a test measures it. */
package dev.tributary.nn.initializer;
