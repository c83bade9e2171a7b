use crate::error::Error;
use crate::http::{Clock, Transport};
use crate::money::Amount;
use crate::order::{Ask, Order, Report};
use crate::services::{bitrefill, grid, lava, sms4sats};

use super::{Method, Request, TopUp};

/// An account that can be topped up.
pub trait TopUpProvider: Ask {
    /// Lists the payment methods.
    ///
    /// # Errors
    /// The service could not be reached, or refused.
    fn methods(&self) -> impl Future<Output = Result<Vec<Method>, Error>>;

    /// Starts a top-up.
    ///
    /// Refuses what the service cannot do before anything is sent. An invoice must ask for the
    /// amount or, if that is in another currency, for the price that the service quotes.
    ///
    /// A request that moves money at once is sent once, and only after `save` has stored the order
    /// as it will be if the response is lost: in state *unknown*, until the balance shows the
    /// outcome. The returned order replaces the saved one, and may have another id. If money moves
    /// only when an invoice is paid, `save` is not called. [`unsaved`] stores nothing.
    ///
    /// ```
    /// # use satline_core::error::Error;
    /// # use satline_core::topup::{Request, TopUp, TopUpProvider};
    /// # async fn example(lava: impl TopUpProvider, request: Request) -> Result<(), Error> {
    /// # async fn keep(record: String) -> Result<(), Error> { Ok(()) }
    /// let save = async |top_up: TopUp| keep(top_up.order.to_json()).await;
    /// let top_up = lava.top_up(&request, save).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Says what happened to the money. If `save` fails, nothing was sent.
    fn top_up<E: From<Error>>(
        &self,
        request: &Request,
        save: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> impl Future<Output = Result<TopUp, E>> {
        async {
            request.check_cap()?;
            self.begin(request, save).await
        }
    }

    /// Starts a top-up as its service does, after [`TopUpProvider::top_up`] has checked the cap.
    ///
    /// # Errors
    /// See [`TopUpProvider::top_up`].
    fn begin<E: From<Error>>(
        &self,
        request: &Request,
        save: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> impl Future<Output = Result<TopUp, E>>;

    /// Returns the account's balance.
    ///
    /// # Errors
    /// The service could not be reached, or refused.
    fn balance(&self) -> impl Future<Output = Result<Amount, Error>>;
}

/// Stores nothing: if this process dies before the response to a charge, there is no record of it.
pub async fn unsaved(_: TopUp) -> Result<(), Error> {
    Ok(())
}

/// Declares the enum of all providers, which is a provider itself.
macro_rules! providers {
    ($($(#[$doc:meta])* $name:ident($provider:ty),)*) => {
        /// An account at any of the services.
        #[derive(Clone, Debug)]
        pub enum AnyProvider<W> {
            $($(#[$doc])* $name($provider),)*
        }

        #[cfg(all(feature = "js", target_arch = "wasm32"))]
        impl<W: Transport + Clock> AnyProvider<W> {
            /// Returns a provider for a flow of several calls, which share one deadline.
            pub(crate) fn for_flow(&self) -> Self {
                match self { $(Self::$name(provider) => Self::$name(provider.for_flow()),)* }
            }
        }

        impl<W: Transport + Clock> Ask for AnyProvider<W> {
            type World = W;

            fn clock(&self) -> &W {
                match self { $(Self::$name(provider) => provider.clock(),)* }
            }

            async fn ask(&self, order: &Order) -> Result<Report, Error> {
                match self { $(Self::$name(provider) => provider.ask(order).await,)* }
            }
        }

        impl<W: Transport + Clock> TopUpProvider for AnyProvider<W> {
            async fn methods(&self) -> Result<Vec<Method>, Error> {
                match self { $(Self::$name(provider) => provider.methods().await,)* }
            }

            async fn begin<E: From<Error>>(
                &self,
                request: &Request,
                save: impl AsyncFnOnce(TopUp) -> Result<(), E>,
            ) -> Result<TopUp, E> {
                match self { $(Self::$name(provider) => provider.begin(request, save).await,)* }
            }

            async fn balance(&self) -> Result<Amount, Error> {
                match self { $(Self::$name(provider) => TopUpProvider::balance(provider).await,)* }
            }
        }
    };
}

providers! {
    /// The prepaid balance of an API key at sms4sats.
    Sms4Sats(sms4sats::Sms4Sats<W>),
    /// An account's balance at Bitrefill.
    Bitrefill(bitrefill::Bitrefill<W>),
    /// A wallet at Lava.
    Lava(lava::Lava<W>),
    /// An internal account at Lightspark Grid.
    Grid(grid::GridWallet<W>),
}
