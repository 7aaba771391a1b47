/**
 * The contract of {@link io.github.taskhost.BackgroundTaskHost}: JUnit suites that every
 * host passes.
 * <p>
 * Tests of a host extend {@link BackgroundTaskHostContract} and implement one method,
 * which returns the {@link io.github.taskhost.test.contract.support.HostFactory factory}
 * of the host:
 *
 * <pre class="code">
 * class MyHostContractTests extends BackgroundTaskHostContract {
 *
 *     &#64;Override
 *     protected HostFactory factory() {
 *         return new HostFactory() {
 *
 *             &#64;Override
 *             public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
 *                     BackgroundTaskListener listener, HostParts parts) {
 *                 return MyHost.start(options, clock, timer, listener, parts.executors(), parts.handlers(), ...);
 *             }
 *
 *             &#64;Override
 *             public void stop(BackgroundTaskHost host) {
 *                 ((MyHost) host).close();
 *             }
 *         };
 *     }
 * }
 * </pre>
 *
 * A host passes everything that it is given to its own parts: the options, the clock, the
 * timer, the listener and all components of
 * {@link io.github.taskhost.test.contract.support.HostParts}. Each test starts at least
 * one host, which must be empty, and stops it. The suites use the public API only, and
 * the factory is the only place where a host is made.
 * <p>
 * Each sub-package holds the suites of one subject and one public class that groups them,
 * such as {@link io.github.taskhost.test.contract.question.QuestionContract}. A host that
 * is under construction can extend such a group alone.
 * <p>
 * The suites need more than the API in these respects:
 * <ul>
 * <li>Bodies, executors, listeners and propagators run in the process of the test, which
 * coordinates them with latches.</li>
 * <li>The host takes all times from the given clock, and schedules each timeout, delay
 * and back-off on the given timer with exactly its delay. Tests identify a timer by its
 * delay and advance the time themselves.</li>
 * <li>Handles of spawned tasks return the very value or exception of their body, and
 * inspections show the thread of a body.</li>
 * </ul>
 * <p>
 * The suites need JUnit Jupiter with its parameterized tests, and AssertJ, on the test
 * class path.
 */
@NullMarked
package io.github.taskhost.test.contract;

import org.jspecify.annotations.NullMarked;
