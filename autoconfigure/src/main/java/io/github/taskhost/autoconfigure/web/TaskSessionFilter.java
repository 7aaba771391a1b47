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
 * Closes, at the end of each dispatch of a request, the sessions of owners that lost
 * their HTTP session in it. It asks for no session that the request did not ask for: that
 * would keep the session alive.
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
			chain.doFilter(owners.tracksSessions() ? new NotingRequest(request, owners) : request, response);
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
			logger.error("What a request left of its HTTP session is not known, so its tasks are left alone", ex);
		}
	}

	/**
	 * Tells which HTTP sessions it gives out.
	 */
	private static final class NotingRequest extends HttpServletRequestWrapper {

		private final RequestOwners owners;

		NotingRequest(HttpServletRequest request, RequestOwners owners) {
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
