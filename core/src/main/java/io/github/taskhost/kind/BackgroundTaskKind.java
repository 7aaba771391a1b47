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

/**
 * Makes a method of a bean the body of a kind of task, as a {@link BackgroundTaskHandler}
 * would be.
 *
 * <p>
 * The method takes {@code (Input input, BackgroundTaskContext context)}, or only the
 * {@link BackgroundTaskContext}, and returns any result or none; an
 * {@link java.util.Optional} counts as what is in it. The input of a task is read as the
 * type of the parameter when it is submitted, by the host's {@link PayloadCodec};
 * {@link JsonPayload} takes any JSON, or none. What the method throws ends its task as
 * what any body throws does.
 *
 * <p>
 * The bean is looked up for each task, so it may be lazy or of any scope, may have the
 * host injected, and is called through its proxy. The method must not be private or
 * static, nor final when its bean is proxied by a class; with an interface-based proxy it
 * has to be a method of the interface. Only beans of the application context of the host
 * are considered.
 *
 * <p>
 * All kinds are known when the singletons of the context exist: before lifecycle beans
 * and the web server start, before application runners, and before
 * {@code ApplicationReadyEvent}. Earlier, in {@code @PostConstruct} for instance, a kind
 * is known if the declared type of its bean has the annotated method. The declared type
 * counts for lazy and scoped beans, for products of a {@code FactoryBean}, and for the
 * hints of a native image.
 *
 * <p>
 * What an attribute leaves out comes from {@code taskhost.defaults}; what
 * {@code taskhost.kinds.<kind>} says has precedence over all of them.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BackgroundTaskKind {

	/**
	 * The kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String value();

	/**
	 * How cancel requests are carried out.
	 * @return {@link CancelPolicy#COOPERATIVE}, {@link CancelPolicy#ABORT_LOCAL}, or
	 * nothing
	 */
	CancelPolicy[] cancelPolicy() default {};

	/**
	 * What becomes of live tasks when their session closes.
	 * @return one policy, or nothing
	 */
	ClosePolicy[] closePolicy() default {};

	/**
	 * How long one attempt may run, the time it waits for an answer not counted.
	 * Placeholders are replaced: <code>"${checksum.timeout:10m}"</code>.
	 * @return a duration such as {@code 10m} or {@code PT10M}, where a number without a
	 * unit means seconds; or nothing for no limit
	 */
	String timeout() default "";

	/**
	 * How many tasks of the kind may run at once; more wait.
	 * @return at least 1, or 0 for no limit
	 */
	int maxConcurrent() default 0;

	/**
	 * How many attempts a task has, the first included: when the method throws an
	 * exception, it is called again after a second, then after twice as long each time,
	 * up to five minutes. {@code taskhost.kinds.<kind>.retry} says more.
	 * @return 1 to 1,000, or 0 for one
	 */
	int maxAttempts() default 0;

	/**
	 * How long the method may run without a sign of life, a report or a heartbeat, before
	 * it is interrupted. Placeholders are replaced.
	 * @return a duration as of {@link #timeout}, or nothing for no limit
	 */
	String heartbeatTimeout() default "";

	/**
	 * What the method runs on: {@link ThreadType#PLATFORM} is for work that computes.
	 * @return one type, or nothing
	 */
	ThreadType[] thread() default {};

}
