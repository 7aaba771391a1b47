package io.github.taskhost.autoconfigure.web;

import java.io.IOException;

import io.github.taskhost.web.RequestOwners;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Closes, at the end of each dispatch of a request, the task sessions that lost their
 * HTTP session during the dispatch. Does not access an HTTP session that the request did
 * not access, because that would extend its life.
 */
final class TaskSessionFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(TaskSessionFilter.class);

	private final TaskSessionCloser closer;

	TaskSessionFilter(TaskSessionCloser closer) {
		this.closer = closer;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RequestOwners owners = RequestOwners.begin(request);
		try {
			chain.doFilter(owners.tracksSessions() ? new TrackingRequest(request, owners) : request, response);
		}
		finally {
			closeLost(owners);
		}
	}

	private void closeLost(RequestOwners owners) {
		try {
			owners.end().forEach(this.closer::close);
		}
		catch (RuntimeException ex) {
			logger.error("The HTTP session could not be checked at the end of a request. Its task session stays open.",
					ex);
		}
	}

	/**
	 * Records the HTTP sessions that it returns.
	 */
	private static final class TrackingRequest extends HttpServletRequestWrapper {

		private final RequestOwners owners;

		TrackingRequest(HttpServletRequest request, RequestOwners owners) {
			super(request);
			this.owners = owners;
		}

		@Override
		public HttpSession getSession() {
			return getSession(true);
		}

		@Override
		public HttpSession getSession(boolean create) {
			HttpSession session = super.getSession(create);
			if (session != null) {
				this.owners.mayEnd(session);
			}
			return session;
		}

	}

}
