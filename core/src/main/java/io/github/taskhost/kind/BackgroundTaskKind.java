package io.github.taskhost.kind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;

/**
 * Makes a method of a bean the body of a kind, like a {@link BackgroundTaskHandler}.
 *
 * <p>
 * The method takes {@code (Input input, BackgroundTaskContext context)} or only the
 * {@link BackgroundTaskContext}. It returns any result or none; an
 * {@link java.util.Optional} counts as its content. The {@link PayloadCodec} of the host
 * reads the input as the type of the parameter when a task is submitted;
 * {@link JsonPayload} takes any JSON or no input, and a {@code @Nullable} parameter of
 * another type gets {@code null} for no input. An exception ends the task like an
 * exception of any body.
 *
 * <p>
 * The bean is looked up for each task. It can be lazy, have any scope and have the host
 * injected, and is called through its proxy. The method must not be private or static,
 * nor final if its bean has a class-based proxy; with an interface-based proxy, the
 * interface must declare it. Only beans in the application context of the host are
 * considered.
 *
 * <p>
 * All kinds are known when the singletons of the context exist: before lifecycle beans
 * and the web server start, before application runners, and before
 * {@code ApplicationReadyEvent}. Earlier, for instance in {@code @PostConstruct}, a kind
 * is known if the declared type of its bean has the annotated method. The declared type
 * counts for lazy and scoped beans, for products of a {@code FactoryBean}, and for the
 * hints of a native image.
 *
 * <p>
 * An attribute that is left out comes from {@code taskhost.defaults}. Properties under
 * {@code taskhost.kinds.<kind>} have precedence over attributes.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BackgroundTaskKind {

	/**
	 * The name of the kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String value();

	/**
	 * Description of the work of the kind, for people and programs.
	 * @return at most 2,000 characters, or empty for none
	 */
	String description() default "";

	/**
	 * The way in which cancel requests are carried out.
	 * @return {@link CancelPolicy#COOPERATIVE}, {@link CancelPolicy#ABORT_LOCAL}, or an
	 * empty array for the default
	 */
	CancelPolicy[] cancelPolicy() default {};

	/**
	 * The fate of live tasks when their session closes.
	 * @return one policy, or an empty array for the default
	 */
	ClosePolicy[] closePolicy() default {};

	/**
	 * The timeout of one attempt, without the time in {@code WAITING}. Placeholders are
	 * resolved: <code>"${checksum.timeout:10m}"</code>.
	 * @return a duration such as {@code 10m} or {@code PT10M}, in seconds if it has no
	 * unit; empty for the default
	 */
	String timeout() default "";

	/**
	 * The number of tasks of the kind that may run at once; others wait.
	 * @return at least 1, or 0 for no limit
	 */
	int maxConcurrent() default 0;

	/**
	 * The maximum number of attempts of a task, including the first. After an exception,
	 * the next attempt waits one second, then twice as long each time, up to five
	 * minutes. {@code taskhost.kinds.<kind>.retry} has more options.
	 * @return 1 to 1,000, or 0 for the default
	 */
	int maxAttempts() default 0;

	/**
	 * The longest silence of a running method before it is interrupted: the time without
	 * a report or heartbeat. Placeholders are resolved.
	 * @return a duration like that of {@link #timeout}; empty for the default
	 */
	String heartbeatTimeout() default "";

	/**
	 * The type of thread; {@link ThreadType#PLATFORM} suits CPU-bound work.
	 * @return one type, or an empty array for the default
	 */
	ThreadType[] thread() default {};

	/**
	 * The fate of a live task when its parent fails.
	 * @return one policy, or an empty array for the default
	 */
	ParentFailurePolicy[] onParentFailure() default {};

	/**
	 * The fate of a durable task when the process that runs it is lost:
	 * {@link NodeLossPolicy#RESTART} or {@link NodeLossPolicy#FAIL}.
	 * @return one policy, or an empty array for the default
	 */
	NodeLossPolicy[] onNodeLoss() default {};

	/**
	 * The version of the schema of the input. The record of a task has the version with
	 * which it was accepted; the method must read the inputs of earlier ones.
	 * @return at least 1, or 0 for the default, 1
	 */
	int schemaVersion() default 0;

	/**
	 * The priority of waiting tasks that set none.
	 * @return 0 to 9, the most urgent, or -1 for the default, 5
	 */
	int priority() default -1;

	/**
	 * The largest rate at which tasks of the kind start; others wait. Placeholders are
	 * resolved. {@code taskhost.kinds.<kind>.rate-limit-burst} and its neighbours have
	 * more options.
	 * @return a rate such as {@code 10/s}, {@code 600/m} or {@code 1000/h}; empty for no
	 * limit
	 */
	String rateLimit() default "";

	/**
	 * The recurring schedule of the kind. Its id is the name of the kind, its runs have
	 * no input, and it belongs to the session {@code taskhost.schedules.session}, whose
	 * close it outlives. Placeholders are resolved:
	 * <code>"${cleanup.schedule:0 0 3 * * *}"</code>.
	 * @return a cron expression with six fields, a macro such as {@code @daily}, or the
	 * period of a fixed rate such as {@code 10m} or {@code PT10M}; {@code -} to remove a
	 * schedule that was stored before; empty for none
	 */
	String schedule() default "";

	/**
	 * The time zone of the cron expression, such as {@code Europe/Berlin}. Placeholders
	 * are resolved.
	 * @return the name of the zone; empty for that of the process
	 */
	String zone() default "";

	/**
	 * Whether a durable host stores the tasks. Otherwise they are kept in memory, are
	 * seen by their process only, and end with it.
	 * @return {@code false} for tasks in memory
	 */
	boolean durable() default true;

}
