package io.github.taskhost.sample.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP server of the job service, on the loopback address. Stops when its bean is
 * destroyed, which is after the host has stopped: tasks can still cancel their jobs while
 * the application shuts down.
 */
@Component
@RegisterReflectionForBinding({ Job.class, JobRequest.class })
public class JobServer implements InitializingBean, DisposableBean {

	/** The path of all jobs. */
	static final String PATH = "/jobs";

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final HttpServer server;

	JobServer(Jobs jobs, JsonMapper json, JobProperties properties) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), properties.port()), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext(PATH, new JobHandler(jobs, json));
	}

	/**
	 * Returns the address of the service.
	 * @return the address, without a path
	 */
	public URI uri() {
		InetSocketAddress address = this.server.getAddress();
		return UriComponentsBuilder.newInstance()
			.scheme("http")
			.host(address.getAddress().getHostAddress())
			.port(address.getPort())
			.build()
			.toUri();
	}

	@Override
	public void afterPropertiesSet() {
		this.server.start();
	}

	@Override
	public void destroy() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
