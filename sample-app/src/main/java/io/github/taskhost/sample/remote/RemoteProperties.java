package io.github.taskhost.sample.remote;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of tasks that follow jobs.
 *
 * @param connectTimeout how long the job service may take to be there
 * @param readTimeout how long it may take to answer
 */
@ConfigurationProperties("sample.remote")
record RemoteProperties(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("5s") Duration readTimeout) {
}
