package io.github.taskhost.autoconfigure.web;

import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.web.HttpTaskSessions;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application whose HTTP sessions own tasks.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SessionTestApplication.Visits.class)
class SessionTestApplication {

	private static final String FIRST_DISPATCH = "first dispatch";

	static final String OWNER = HttpTaskSessions.class.getName() + ".owner";

	static ConfigurableApplicationContext run(Class<?>... sources) {
		return new SpringApplicationBuilder(sources).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"server.tomcat.background-processor-delay=1s", "taskhost.shutdown.grace-period=1s",
					"taskhost.shutdown.interrupt-wait=1s")
			.run();
	}

	/**
	 * Holds each response back until all filters have finished, so that a client that has
	 * the response can check their effects.
	 */
	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> bufferedResponses() {
		FilterRegistrationBean<ShallowEtagHeaderFilter> filter = new FilterRegistrationBean<>(
				new ShallowEtagHeaderFilter());
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return filter;
	}

	/**
	 * Tells the other threads of an asynchronous request when its first dispatch is over.
	 * Spring Session writes the session back at that end, also a session that another
	 * thread has ended since it was read.
	 */
	@Bean
	FilterRegistrationBean<Filter> dispatches() {
		FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
			CountDownLatch over = new CountDownLatch(1);
			request.setAttribute(FIRST_DISPATCH, over);
			try {
				chain.doFilter(request, response);
			}
			finally {
				over.countDown();
			}
		});
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return filter;
	}

	@Bean
	ErrorPageRegistrar logoutPage() {
		return (pages) -> pages.addErrorPages(new ErrorPage(HttpStatus.UNAUTHORIZED, "/logout"));
	}

	/** A plain servlet, because Spring MVC accesses the session of each request. */
	@Bean
	ServletRegistrationBean<HttpServlet> nothing() {
		return new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getWriter().write("nothing");
			}

		}, "/nothing");
	}

	@Bean
	RecordingCloser recordingCloser(ObjectProvider<BackgroundTaskHost> hosts) {
		return new RecordingCloser(hosts);
	}

	/**
	 * Records the closed sessions.
	 */
	static class RecordingCloser extends TaskSessionCloser {

		final Queue<String> closed = new ConcurrentLinkedQueue<>();

		RecordingCloser(ObjectProvider<BackgroundTaskHost> hosts) {
			super(hosts);
		}

		@Override
		void start(String owner, Runnable closing) {
			this.closed.add(owner);
			super.start(owner, closing);
		}

	}

	@RestController
	static class Visits {

		final CyclicBarrier together = new CyclicBarrier(2);

		final Semaphore held = new Semaphore(0);

		final Semaphore release = new Semaphore(0);

		private final HttpTaskSessions sessions;

		private volatile @Nullable HttpSession leftBehind;

		Visits(HttpTaskSessions sessions) {
			this.sessions = sessions;
		}

		@GetMapping("/id")
		String id(HttpSession session) {
			return session.getId();
		}

		@GetMapping("/owner")
		String owner(HttpSession session) {
			return this.sessions.of(session).id();
		}

		@GetMapping("/find")
		String find(HttpSession session) {
			return this.sessions.find(session).map(TaskSession::id).orElse("none");
		}

		@GetMapping("/together")
		String together(HttpSession session) throws Exception {
			this.together.await(30, TimeUnit.SECONDS);
			String owner = this.sessions.of(session).id();
			this.together.await(30, TimeUnit.SECONDS);
			return owner;
		}

		/** Spawns a task of each close policy; both run until cancelled. */
		@GetMapping("/spawn")
		String spawn(HttpSession session) {
			TaskSession owner = this.sessions.of(session);
			for (ClosePolicy policy : new ClosePolicy[] { ClosePolicy.KEEP, ClosePolicy.CANCEL }) {
				owner.spawn(BackgroundTaskRegistration.ofKind("visit").id(policy.name()).closePolicy(policy).build(),
						(context) -> {
							CountDownLatch cancelled = new CountDownLatch(1);
							context.onCancel(cancelled::countDown);
							cancelled.await();
							context.throwIfCancelled();
							return "done";
						});
			}
			return owner.id();
		}

		@GetMapping("/change-id")
		String changeId(HttpServletRequest request) {
			return request.changeSessionId();
		}

		/** Migrates the session like Spring Security's migrateSession. */
		@GetMapping("/migrate")
		String migrate(HttpServletRequest request, HttpSession session) {
			Object owner = session.getAttribute(OWNER);
			session.invalidate();
			HttpSession next = request.getSession();
			next.setAttribute(OWNER, owner);
			return next.getId();
		}

		@GetMapping("/logout")
		String logout(HttpSession session) {
			session.invalidate();
			return "bye";
		}

		@GetMapping("/logout-and-return")
		String logoutAndReturn(HttpServletRequest request, HttpSession session) {
			session.invalidate();
			return this.sessions.of(request.getSession()).id();
		}

		@GetMapping("/logout-and-fail")
		String logoutAndFail(HttpSession session) {
			session.invalidate();
			throw new IllegalStateException("That went wrong on purpose");
		}

		@GetMapping("/logout-later")
		Callable<String> logoutLater(HttpServletRequest request) {
			CountDownLatch over = (CountDownLatch) request.getAttribute(FIRST_DISPATCH);
			return () -> {
				assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
				return logout(request.getSession());
			};
		}

		@GetMapping("/unauthorized")
		void unauthorized(HttpServletResponse response) throws IOException {
			response.sendError(HttpStatus.UNAUTHORIZED.value());
		}

		@GetMapping("/spawn-and-logout")
		String spawnAndLogout(HttpSession session) {
			String owner = spawn(session);
			session.invalidate();
			return owner;
		}

		@GetMapping("/hold")
		String hold(HttpSession session) throws Exception {
			String owner = this.sessions.of(session).id();
			this.held.release();
			if (!this.release.tryAcquire(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The request was not released in time");
			}
			return owner;
		}

		@GetMapping("/leave-behind")
		String leaveBehind(HttpSession session) {
			this.leftBehind = session;
			return session.getId();
		}

		/** Accesses the session of another browser. */
		@GetMapping("/reach")
		String reach(HttpSession session) {
			return this.sessions.of(Objects.requireNonNull(this.leftBehind)).id();
		}

		@GetMapping("/expire")
		String expire(HttpSession session) {
			session.setMaxInactiveInterval(1);
			return session.getId();
		}

	}

}
