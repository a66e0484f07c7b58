package handbook.core.versioning;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// How the shop's API is versioned.
///
/// @param strategy where a request says its version
/// @param defaultVersion what a request gets that says none; null where it must say one
/// @param retirement the version that is on its way out
/// @param usage counts who asks for what, also for what is gone
record VersioningConfig(Strategy strategy, @Nullable String defaultVersion, Retirement retirement, Usage usage)
        implements
            WebMvcConfigurer {
    // @start region=config
    @Override
    public void configureApiVersioning(ApiVersionConfigurer configurer) {
        strategy.configure(configurer);
        configurer.setDeprecationHandler(retirement.headers());
        if (defaultVersion == null) {
            configurer.setVersionRequired(true);
        } else {
            configurer.setDefaultVersion(defaultVersion);
        }
    }
    // @end

    @Override
    public void configurePathMatch(PathMatchConfigurer configurer) {
        if (strategy == Strategy.PATH) {
            configurer.addPathPrefix("/{version}", OrdersController.class::isAssignableFrom);
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(usage);
        registry.addInterceptor(retirement);
    }
}
