package io.github.taskhost.autoconfigure.endpoint;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.github.taskhost.error.InvalidTaskArgumentException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Prepares the bodies of writes for Actuator, in servlet applications. Runs after the
 * filters of Spring Security.
 */
final class ServletBodyFilter extends OncePerRequestFilter {

	private final ActionBody body;

	ServletBodyFilter(ActionBody body) {
		this.body = body;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !ActionBody.isExpected(request.getMethod(), request.getContentType());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		byte[] flat;
		try {
			flat = this.body.flat(request.getInputStream().readNBytes(this.body.limit() + 1), isAnnounced(request));
		}
		catch (InvalidTaskArgumentException ex) {
			refuse(response, RefusalDescriptor.of(ex));
			return;
		}
		chain.doFilter(new FlatRequest(request, flat), response);
	}

	private static boolean isAnnounced(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private static void refuse(HttpServletResponse response, RefusalDescriptor refusal) throws IOException {
		response.setStatus(refusal.status());
		response.setContentType(ApiVersion.LATEST.getProducedMimeType().toString());
		response.getOutputStream().write(refusal.json());
	}

	/** A request with another body. */
	private static final class FlatRequest extends HttpServletRequestWrapper {

		private final byte[] body;

		FlatRequest(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public int getContentLength() {
			return this.body.length;
		}

		@Override
		public long getContentLengthLong() {
			return this.body.length;
		}

		@Override
		public ServletInputStream getInputStream() {
			return new Bytes(this.body);
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
		}

	}

	/** Bytes that are all there. */
	private static final class Bytes extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		Bytes(byte[] bytes) {
			this.bytes = new ByteArrayInputStream(bytes);
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("The body is there already: read it");
		}

	}

}
